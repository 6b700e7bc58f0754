// SHA-256 (FIPS 180-4) without crypto.subtle: that is asynchronous, so slow for many small texts, and missing without https.
const primes = [];
for (let n = 2; primes.length < 64; n++) if (primes.every(p => n % p)) primes.push(n);
const fraction = x => ((x - Math.floor(x)) * 2 ** 32) >>> 0;
const start = primes.slice(0, 8).map(p => fraction(Math.sqrt(p)));
const keys = primes.map(p => fraction(Math.cbrt(p)));
const words = new Int32Array(64);

function block(hash, bytes, at) {
  for (let i = 0; i < 16; i++, at += 4)
    words[i] = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
  for (let i = 16; i < 64; i++) {
    const x = words[i - 15];
    const y = words[i - 2];
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    words[i] = (words[i - 16] + s0 + words[i - 7] + s1) | 0;
  }
  let [a, b, c, d, e, f, g, h] = hash;
  for (let i = 0; i < 64; i++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + keys[i] + words[i]) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((v, i) => { hash[i] = (hash[i] + v) | 0; });
}

/** The eight words of the SHA-256 of an ASCII text. */
export function sha256(text) {
  const length = text.length;
  const bytes = new Uint8Array(((length + 8) >> 6 << 6) + 64);
  for (let i = 0; i < length; i++) bytes[i] = text.charCodeAt(i);
  bytes[length] = 0x80;
  new DataView(bytes.buffer).setUint32(bytes.length - 4, length * 8);
  const hash = Int32Array.from(start);
  for (let at = 0; at < bytes.length; at += 64) block(hash, bytes, at);
  return hash;
}

/** The text, a colon and the first number with which its hash begins with so many zero bits. */
export function answer(text, difficulty) {
  for (let n = 0; ; n++) {
    const tried = `${text}:${n}`;
    const hash = sha256(tried);
    const zeros = hash[0] ? Math.clz32(hash[0]) : 32;
    if (zeros >= difficulty) return tried;
  }
}
