// Makes the manifest of a package ready to be packed, and brings the workspace's own back: npm itself leaves
// `publishConfig.exports` alone, and a workspace's `*` says nothing to whoever installs a sibling from a registry.
import { copyFileSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './lib.mjs';

const KEPT = '.package.json.kept';

/** The manifest as it is published: what `publishConfig` says in place, siblings at this version, no workshop. */
function published({ devDependencies: _tools, scripts, publishConfig, ...manifest }) {
  const { access, ...fields } = publishConfig;
  const dependencies = Object.entries(manifest.dependencies ?? {}).map(([name, range]) => [
    name,
    range === '*' ? `^${manifest.version}` : range,
  ]);
  return {
    ...manifest,
    ...fields,
    ...(dependencies.length === 0 ? {} : { dependencies: Object.fromEntries(dependencies) }),
    publishConfig: { access },
    // npm looks it up in the file once the tarball is made.
    scripts: { postpack: scripts.postpack },
  };
}

/** Puts the published manifest and the licence into a package's folder, and the workspace's manifest aside. */
function publish(folder) {
  restore(folder);
  const path = join(folder, 'package.json');
  const manifest = published(JSON.parse(readFileSync(path, 'utf8')));
  renameSync(path, join(folder, KEPT));
  writeFileSync(path, `${JSON.stringify(manifest, null, 2)}\n`);
  copyFileSync(join(root, 'LICENSE'), join(folder, 'LICENSE'));
}

/** Undoes `publish`, also one that was cut off. */
function restore(folder) {
  if (!existsSync(join(folder, KEPT))) return;
  rmSync(join(folder, 'LICENSE'), { force: true });
  renameSync(join(folder, KEPT), join(folder, 'package.json'));
}

if (process.argv[2] === 'restore') restore(process.cwd());
else publish(process.cwd());
