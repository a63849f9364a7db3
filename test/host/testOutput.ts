/** Put before each line that tests print in the extension host, to tell it from the workbench's own log (U+2063). */
export const testOutputMark = '\u2063';
