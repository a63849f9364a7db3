// Stands in for VS Code's native logger, which would need a compiler: appends to the log file, without rotation.
const { appendFileSync, mkdirSync } = require('node:fs');
const { dirname } = require('node:path');

const levels = ['trace', 'debug', 'info', 'warning', 'error', 'critical'];

class Logger {
  constructor(_name, file) {
    this.file = file;
    this.level = levels.indexOf('info');
    this.decorated = true;
    mkdirSync(dirname(file), { recursive: true });
  }
  write(level, message) {
    if (level < this.level) return;
    const line = this.decorated ? `${new Date().toISOString()} [${levels[level]}] ${message}\n` : message;
    try {
      appendFileSync(this.file, line);
    } catch {
      // the folder of logs is gone: the server is being stopped
    }
  }
  getLevel() {
    return this.level;
  }
  setLevel(level) {
    this.level = level;
  }
  clearFormatters() {
    this.decorated = false;
  }
  setPattern() {}
  flush() {}
  drop() {}
}
for (const [level, name] of ['trace', 'debug', 'info', 'warn', 'error', 'critical'].entries()) {
  Logger.prototype[name] = function (message) {
    this.write(level, message);
  };
}

const create = async (name, file) => new Logger(name, file);

// one by one, since VS Code imports this as an ES module, and Node finds only such names
exports.version = 0;
exports.Logger = Logger;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.shutdown = () => {};
exports.createRotatingLogger = create;
exports.createAsyncRotatingLogger = create;
