// Fetches and decodes pictures beside the page. Takes { id, url, headers, isTurned } and { id, abort }; gives {} when it is ready,
// and { id } with the picture or why there is none.
import { load } from "./decode.js";

const running = new Map();
postMessage({});

addEventListener("message", async ({ data: { id, url, headers, isTurned, abort } }) => {
  if (abort) return running.get(id)?.abort();
  const controller = new AbortController();
  running.set(id, controller);
  try {
    const picture = await load(url, { headers, isTurned, signal: controller.signal });
    postMessage({ id, picture }, [picture.bitmap]);
  } catch (error) {
    postMessage({ id, fault: { name: error.name, status: error.status, message: error.message, field: error.field } });
  } finally {
    running.delete(id);
  }
});
