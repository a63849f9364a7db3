// Stands in for the native reader of the machine's id: telemetry is off, no id is needed.
exports.getDeviceId = async () => '00000000-0000-0000-0000-000000000000';
