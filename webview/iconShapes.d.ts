/** The shapes of an icon, as text. */
declare module '*.svg' {
  const text: string;
  export default text;
}
