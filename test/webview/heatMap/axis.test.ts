import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Axis } from '../../../webview/heatMap/axis';

describe('an axis of cells', () => {
  it('draws what is in view and a little more', () => {
    const axis = new Axis(100, 20, 100);
    assert.equal(axis.extent, 2000);
    assert.deepEqual(axis.visible(0, 0), [0, 5]);
    assert.deepEqual(axis.visible(30, 0), [1, 7]);
    assert.deepEqual(axis.visible(30, 3), [0, 10]);
    assert.deepEqual(axis.visible(1900, 3), [92, 100]);
    assert.equal(axis.position(7, 30), 140);
  });

  it('brings a cell into view with the least movement', () => {
    const axis = new Axis(100, 20, 100);
    assert.equal(axis.scrollTo(3, 0), 0);
    assert.equal(axis.scrollTo(5, 0), 20);
    assert.equal(axis.scrollTo(0, 30), 0);
    assert.equal(axis.scrollTo(99, 0), 1900);
  });

  it('needs no scrolling where all fits', () => {
    const axis = new Axis(3, 20, 100);
    assert.equal(axis.extent, 60);
    assert.deepEqual(axis.visible(0, 3), [0, 3]);
    assert.equal(axis.scrollTo(2, 0), 0);
  });

  const axes = fc.record({
    count: fc.integer({ min: 1, max: 100_000_000 }),
    size: fc.integer({ min: 10, max: 100 }),
    viewport: fc.integer({ min: 100, max: 1000 }),
  });

  it('shows every cell of any number of them within what a browser can scroll', () => {
    fc.assert(
      fc.property(axes, fc.double({ min: 0, max: 1, noNaN: true }), ({ count, size, viewport }, part) => {
        const axis = new Axis(count, size, viewport);
        assert.ok(axis.extent <= 10_000_000);
        const index = Math.min(count - 1, Math.floor(part * count));
        const scroll = axis.scrollTo(index, 0);
        const room = Math.max(0, axis.extent - viewport);
        assert.ok(scroll >= 0 && scroll <= room + 1e-6, `scroll ${scroll} of ${room}`);
        const [first, end] = axis.visible(scroll, 0);
        assert.ok(first <= index && index < end, `${index} not in ${first} to ${end}`);
        const top = axis.position(index, scroll) - scroll;
        assert.ok(top >= -0.01 && top + size <= Math.max(viewport, size) + 0.01, `drawn at ${top}`);
      }),
    );
  });

  it('stays where it is when the cell is in view already', () => {
    fc.assert(
      fc.property(axes, fc.double({ min: 0, max: 1, noNaN: true }), ({ count, size, viewport }, part) => {
        const axis = new Axis(count, size, viewport);
        const index = Math.min(count - 1, Math.floor(part * count));
        const scroll = axis.scrollTo(index, 0);
        assert.ok(Math.abs(axis.scrollTo(index, scroll) - scroll) < 0.01);
      }),
    );
  });
});
