import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { answer, sha256 } from '../wwwroot/js/account/proof-of-work.js';

const hex = words => [...words].map(w => (w >>> 0).toString(16).padStart(8, '0')).join('');

test('the hash is the one that everybody computes, at every length around a block', () => {
  for (let length = 0; length < 140; length++) {
    const text = 'abcdefghij'.repeat(14).slice(0, length);
    assert.equal(hex(sha256(text)), createHash('sha256').update(text).digest('hex'), `length ${length}`);
  }
});

test('an answer begins with the question and its hash with zeros', () => {
  const text = answer('question', 10);
  assert.match(text, /^question:[0-9]+$/);
  assert.equal(sha256(text)[0] >>> 22, 0);
});
