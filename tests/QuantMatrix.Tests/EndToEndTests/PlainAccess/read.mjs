// Reads the lake as a program in another language would. Input: a JSON file of [{directory, before, queries}]; output: the rows of each query, or the error.
import { readFileSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';

const [views, trials] = process.argv.slice(2);
const answers = [];
for (const { directory, before, queries } of JSON.parse(readFileSync(trials, 'utf8'))) {
  process.chdir(directory);
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  try {
    if (before) await connection.run(before);
    await connection.run(readFileSync(views, 'utf8'));
    const rows = [];
    for (const query of queries) rows.push((await connection.runAndReadAll(query)).getRowsJson().map((row) => String(row[0])));
    answers.push({ rows, error: '' });
  } catch (e) {
    answers.push({ rows: [], error: e.message });
  }
}
console.log(JSON.stringify(answers));
