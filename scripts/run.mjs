// `npm run bench`, `npm run sim`: runs one of the repository's programs on the pinned Node.
import { NODE_FLAGS, handOver, install } from './lib.mjs';

install();
const [program, ...args] = process.argv.slice(2);
handOver('node', [...NODE_FLAGS, program, ...args]);
