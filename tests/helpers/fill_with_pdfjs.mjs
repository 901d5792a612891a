// Reads a form, fills its fields as PDF.js does, and writes what it saves:
// node fill_with_pdfjs.mjs FOLDER-WITH-PDFJS '{"field": "value"}' < form.pdf > filled.pdf
import { readFileSync, writeSync } from "node:fs";
const [folder, wanted] = process.argv.slice(2);
const { getDocument } = await import(`${folder}/node_modules/pdfjs-dist/legacy/build/pdf.mjs`);
const values = JSON.parse(wanted);
const book = await getDocument({ data: new Uint8Array(readFileSync(0)), verbosity: 0 }).promise;
for (let number = 1; number <= book.numPages; number++) {
  const page = await book.getPage(number);
  for (const field of await page.getAnnotations({ intent: "display" })) {
    if (!(field.fieldName in values)) continue;
    const value = values[field.fieldName];
    const held = field.radioButton ? field.buttonValue === value : field.checkBox ? value !== "" : value;
    book.annotationStorage.setValue(field.id, { value: held });
  }
}
const saved = await book.saveDocument();
for (let done = 0; done < saved.length; ) done += writeSync(1, saved, done);
