import assert from 'node:assert/strict';
import fc from 'fast-check';
import { NotebookText, type Cell } from '../../src/python/notebookText';

const cells = (...texts: string[]): Cell[] => texts.map((text, key) => ({ key, text }));

describe('the text of a notebook', () => {
  it('is that of its cells, one below the other', () => {
    const notebook = new NotebookText();
    notebook.update(cells('import torch', 'x = 1\r\ny = 2', ''));
    assert.equal(notebook.text, 'import torch\nx = 1\r\ny = 2\n\n');
    assert.deepEqual(
      [0, 1, 2, 3].map((key) => notebook.startOf(key)),
      [0, 13, 26, undefined],
    );
    assert.deepEqual(
      [0, 12, 13, 25, 26].map((offset) => notebook.cellAt(offset)),
      [0, 0, 1, 1, 2],
    );
  });

  it('makes comments of what IPython takes for itself, in place', () => {
    const notebook = new NotebookText();
    const text = '%matplotlib inline\n!pip install torch\n  %time f()\n?torch\nx = (7\n  % 4)\n%%time\n';
    notebook.update(cells(text));
    assert.equal(
      notebook.text,
      '#matplotlib inline\n#pip install torch\n  #time f()\n#torch\nx = (7\n  % 4)\n#%time\n\n',
    );
  });

  it('leaves out cells of other languages, in place', () => {
    const notebook = new NotebookText();
    notebook.update(cells('%%bash\nimport x', '%%time\nimport y', '%%html\r\n<b>'));
    assert.equal(notebook.text, '      \n        \n#%time\nimport y\n      \r\n   \n');
  });

  it('closes what a cell leaves open', () => {
    const notebook = new NotebookText();
    const unfinished = ['f(a, [b  # (', 's = """it\'s (', "t = 'x(", 'g(")", (1))]', 'y = 1 + \\', 'z'];
    notebook.update(cells(...unfinished));
    assert.equal(
      notebook.text,
      'f(a, [b  # (\n])\ns = """it\'s (\n"""\nt = \'x(\ng(")", (1))]\ny = 1 + \\\n\nz\n',
    );
    assert.equal(notebook.startOf(1), 'f(a, [b  # (\n])\n'.length);
    notebook.update(cells('f(a, [b])', ...unfinished.slice(1)));
    assert.equal(notebook.startOf(1), 'f(a, [b])\n'.length);
  });

  it('changes by what its cells change by', () => {
    const notebook = new NotebookText();
    notebook.update(cells('a = 1', 'b = 2'));
    assert.deepEqual(notebook.update(cells('a = 13', 'b = 2')), { offset: 5, length: 0, text: '3' });
    assert.equal(notebook.update(cells('a = 13', 'b = 2')), undefined);
    assert.deepEqual(notebook.update(cells('a = 13')), { offset: 7, length: 6, text: '' });
  });

  it('gives changes that lead from each text to the next', () => {
    const texts = fc.array(fc.stringMatching(/^[ab%!\n]{0,6}$/), { maxLength: 4 });
    fc.assert(
      fc.property(fc.array(texts, { minLength: 1, maxLength: 6 }), (versions) => {
        const notebook = new NotebookText();
        let followed = '';
        for (const version of versions) {
          const change = notebook.update(cells(...version));
          if (change) {
            const { offset, length, text } = change;
            followed = followed.slice(0, offset) + text + followed.slice(offset + length);
          }
          assert.equal(followed, notebook.text);
        }
      }),
    );
  });
});
