/** Whether a UTF-16 unit can be part of a Python identifier (anything beyond ASCII may be). */
export function isWordUnit(unit: number): boolean {
  return (
    (unit >= 97 && unit <= 122) ||
    (unit >= 65 && unit <= 90) ||
    (unit >= 48 && unit <= 57) ||
    unit === 95 ||
    unit > 127
  );
}
