// Preloaded into every child process of the local system: when the parent has gone, however it went, its end of the
// child's standard input closes, and the child ends too. So nothing is left running after a crash of the parent.
const graceMs = 5_000;

process.stdin.on("error", end);
process.stdin.on("end", end);
process.stdin.resume();
process.stdin.unref?.();

function end() {
  process.kill(process.pid, "SIGTERM");
  setTimeout(() => process.kill(process.pid, "SIGKILL"), graceMs).unref();
}
