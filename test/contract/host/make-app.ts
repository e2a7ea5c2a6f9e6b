/** `node test/contract/host/make-app.ts`: makes the sample app that a host named by `HOST_URL` has to run, and prints where. */
import { appFolder } from "./app-folder.ts";

console.log((await appFolder("http-app")).path);
