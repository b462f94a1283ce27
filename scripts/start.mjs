// `npm start`: installs what is missing, builds the page, starts the server on the pinned Node.
import { join } from 'node:path';
import { NODE_FLAGS, buildWeb, handOver, install, root } from './lib.mjs';

install();
buildWeb();
// Compiled code is kept beside the dependencies: a second start has nothing to compile.
const NODE_COMPILE_CACHE = join(root, 'node_modules', '.cache', 'inkwell', 'compiled');
handOver('node', [...NODE_FLAGS, 'apps/server/src/main.ts'], { NODE_COMPILE_CACHE });
