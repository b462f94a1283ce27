// `npm start`: installs what is missing, builds the page, starts the server on the pinned Node.
import { NODE_FLAGS, buildWeb, handOver, install } from './lib.mjs';

install();
buildWeb();
handOver('node', [...NODE_FLAGS, 'apps/server/src/main.ts']);
