// `npm run inkwell -- COMMAND`: the command line, on the pinned Node.
import { join } from 'node:path';
import { NODE_FLAGS, buildWeb, handOver, install, root } from './lib.mjs';

install();
const args = process.argv.slice(2);
if (args[0] === 'start') buildWeb();
const NODE_COMPILE_CACHE = join(root, 'node_modules', '.cache', 'inkwell', 'compiled');
handOver('node', [...NODE_FLAGS, 'apps/cli/src/main.ts', ...args], { NODE_COMPILE_CACHE });
