// `npm run dev`: the server restarts when its sources change, the page reloads by Vite (http://127.0.0.1:5173).
import { spawn } from 'node:child_process';
import { NODE_FLAGS, handOver, install, root } from './lib.mjs';

install();
const bin = `${root}/node_modules/.bin`;
const env = { ...process.env, PATH: `${bin}:${process.env.PATH}` };
const vite = spawn('vite', ['apps/web'], { cwd: root, env, stdio: 'inherit' });
process.on('exit', () => vite.kill());
handOver('node', [...NODE_FLAGS, '--watch', 'apps/server/src/main.ts']);
