import { answer } from './proof-of-work.js';

self.addEventListener('message', ({ data }) => self.postMessage(answer(data.text, data.difficulty)));
