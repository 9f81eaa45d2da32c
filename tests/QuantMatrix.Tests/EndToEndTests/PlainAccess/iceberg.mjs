// Reads an exported table as Apache Iceberg. Input: the table's URL, and the name of a metadata file for an earlier version;
// output: the files of the snapshot, and of each year the rows and sum(close * volume).
import { icebergManifests, icebergMetadata, icebergRead } from 'icebird';

const [tableUrl, metadataFileName] = process.argv.slice(2);
const metadata = await icebergMetadata({ tableUrl, metadataFileName });
const entries = (await icebergManifests(metadata)).flatMap((manifest) => manifest.entries).filter((entry) => entry.status !== 2);
const rows = await icebergRead({ tableUrl, metadata });
const years = {};
for (const row of rows) {
  const year = (years[row.date.getUTCFullYear()] ??= { rows: 0, sum: 0 });
  year.rows++;
  year.sum += row.close * Number(row.volume);
}
console.log(JSON.stringify({ files: entries.map((entry) => entry.data_file.file_path), columns: Object.keys(rows[0]), years }));
