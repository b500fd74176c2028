/** The map's worker as a file of our own: a bundler does not find it by itself. */

import { setWorkerUrl } from "maplibre-gl";
import address from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";

setWorkerUrl(address);
