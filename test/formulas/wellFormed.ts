import assert from 'node:assert/strict';

const tag = /^<(\/?)([a-z]+)((?:\s+[a-zA-Z][\w:-]*="[^"<]*")*)\s*(\/?)>/;

/** Asserts that a text is one XML element with balanced tags and quoted, unique attributes. Returns its tags. */
export function assertWellFormed(xml: string): { name: string; attributes: Map<string, string> }[] {
  const open: string[] = [];
  const tags: { name: string; attributes: Map<string, string> }[] = [];
  let rest = xml;
  while (rest !== '') {
    const [whole, closing, name = '', list = '', empty] =
      tag.exec(rest) ?? assert.fail(`Not a tag: ${rest.slice(0, 80)}`);
    rest = rest.slice(whole.length);
    if (closing) {
      assert.equal(open.pop(), name);
    } else {
      assert.ok(open.length > 0 || tags.length === 0, 'a second root element');
      const pairs = [...list.matchAll(/([\w:-]+)="([^"]*)"/g)];
      const attributes = new Map(pairs.map(([, key = '', value = '']) => [key, value]));
      assert.equal(attributes.size, pairs.length, `an attribute twice in ${whole}`);
      tags.push({ name, attributes });
      if (!empty) open.push(name);
    }
  }
  assert.deepEqual(open, []);
  return tags;
}
