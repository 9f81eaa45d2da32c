// Validates each manifest of a list of texts against the schemas of Kubernetes. Prints, for each text, what is wrong; null for nothing.
import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import { CronJob } from 'kubernetes-models/batch/v1';
import { PersistentVolumeClaim } from 'kubernetes-models/v1';

const kinds = { 'batch/v1/CronJob': CronJob, 'v1/PersistentVolumeClaim': PersistentVolumeClaim };

function validate(document) {
  if (document.errors.length > 0) throw document.errors[0];
  const object = document.toJS();
  const kind = kinds[`${object.apiVersion}/${object.kind}`];
  if (!kind) throw new Error(`${object.apiVersion}/${object.kind} is not a kind of these manifests`);
  new kind(object).validate();
}

const texts = JSON.parse(readFileSync(process.argv[2], 'utf8'));
console.log(JSON.stringify(texts.map(text => {
  try {
    parseAllDocuments(text).forEach(validate);
    return null;
  } catch (e) {
    return e.message;
  }
})));
