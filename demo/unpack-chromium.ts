import chromium from "@sparticuz/chromium";

// A program of its own (see chromium-program.ts): the package unpacks into the folder for temporary
// files, and which one that is can only be chosen for a whole process.
await chromium.executablePath();
