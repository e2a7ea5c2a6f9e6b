// What `require("@azure/functions-core")` resolves to inside the worker: the object the worker has put there.
module.exports = globalThis[Symbol.for("concierge.local-host.functions-core")];
