// CTRF by the validator of its authors, TAP 14 by tap-parser, SARIF by Microsoft's multitool with GitHub's rules, action.yml and
// workflows by action-validator.
import {chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync} from 'node:fs';
import {spawnSync} from 'node:child_process';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {tmpdir} from 'node:os';

const modules = join(dirname(fileURLToPath(import.meta.url)), 'node_modules');
const [golden, ...actions] = process.argv.slice(2);
let wrong = 0;

function complain(file, what) {
  console.log(`${file}: ${what}`);
  ++wrong;
}

function each(format, visit) {
  const files = readdirSync(join(golden, format));
  if (files.length !== 5) complain(format, `${files.length} golden files`);
  for (const file of files) visit(join(golden, format, file), file);
}

const ctrf = await import('ctrf');
each('ctrf', path => {
  const verdict = ctrf.validate(JSON.parse(readFileSync(path)));
  if (!verdict.valid) complain(path, JSON.stringify(verdict.errors));
});

const {Parser} = await import('tap-parser');
each('tap', (path, file) => {
  const parser = new Parser({strict: true});
  const parsed = [];
  parser.on('complete', results => parsed.push(results));
  parser.end(readFileSync(path, 'utf8'));
  const [results] = parsed;
  if (results.failures.some(failure => failure.tapError)) complain(path, JSON.stringify(results.failures));
  if (file.startsWith('error') !== Boolean(results.bailout)) complain(path, 'bail out');
  if (file.startsWith('faultless') !== results.ok) complain(path, `ok is ${results.ok}`);
});

const multitool = join(modules, '@microsoft/sarif-multitool-linux/Sarif.Multitool');
chmodSync(multitool, 0o755);
const scratch = mkdtempSync(join(tmpdir(), 'sarif-'));
each('sarif', path => {
  const out = join(scratch, 'out.sarif');
  const run = spawnSync(multitool, ['validate', path, '--rule-kind', 'Gh', '-o', out, '--log', 'ForceOverwrite'],
                        {encoding: 'utf8', env: {...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1'}});
  if (run.status !== 0) return complain(path, run.stdout + run.stderr);
  const results = JSON.parse(readFileSync(out)).runs[0].results ?? [];
  for (const result of results) {
    if ((result.level ?? 'warning') === 'error') complain(path, JSON.stringify(result.message));
  }
});
rmSync(scratch, {recursive: true});

for (const path of actions) {
  const run = spawnSync(process.execPath, [join(modules, '@action-validator/cli/cli.mjs'), path], {encoding: 'utf8'});
  if (run.status !== 0) complain(path, run.stdout + run.stderr);
}

process.exit(wrong ? 1 : 0);
