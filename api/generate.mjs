// Writes the TypeScript types of the API's requests and answers from api/openapi.yaml.
// With --print the text goes to standard output instead: the test for drift compares it.
import { writeFile } from 'node:fs/promises';
import openapiTS, { astToString } from 'openapi-typescript';
import prettier from 'prettier';

const description = new URL('./openapi.yaml', import.meta.url);
const target = new URL('./flowiqApi.types.ts', import.meta.url);

const header = '// Generated from api/openapi.yaml by `npm run generate:api`. Do not edit.\n\n';
const types = astToString(await openapiTS(description));
const style = await prettier.resolveConfig(new URL('../.prettierrc.js', import.meta.url));
const text = await prettier.format(header + types, { ...style, parser: 'typescript' });

if (process.argv.includes('--print')) process.stdout.write(text);
else await writeFile(target, text);
