/** How long is waited for what others answer, in milliseconds. */
export const patience = 3000;

/** What a question gives, or `'late'` if others take longer than that. */
export function inTime<T>(question: Promise<T>, longest = patience): Promise<T | 'late'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, longest, 'late');
  });
  return Promise.race([question, late]).finally(() => clearTimeout(timer));
}
