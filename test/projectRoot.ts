declare const PROJECT_ROOT: string;

/** The folder of this project, absolute. `buildTests` of esbuild.mjs puts it into the bundle. */
export const projectRoot: string = PROJECT_ROOT;
