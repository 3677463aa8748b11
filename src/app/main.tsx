import "@mantine/core/styles.css";
import "./styles/palette.css";
import "./styles/top.css";
import "./styles/setup.css";
import "./styles/example.css";
import "./styles/figures.css";
import "./styles/outcome.css";
import "./styles/race.css";
import "./styles/inside.css";
import "./styles/mask.css";
import "./styles/microscope.css";
import "./styles/inspector.css";
import "./styles/page.css";
import "./styles/paper.css";
import "./styles/share.css";
import "./styles/data.css";
import "./styles/models.css";
import { MantineProvider } from "@mantine/core";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { TrainingClient } from "../worker/client.ts";
import { createInspector } from "../worker/inspector.ts";
import { BACKEND_WISHES, type BackendWish } from "../worker/protocol.ts";
import { App } from "./App.tsx";
import { ServicesProvider } from "./context.tsx";
import { browserAddress, followAddress, openLink } from "./services/address.ts";
import { bundledModelUrl, readBundledModel } from "./services/bundled-model.ts";
import { loadSets } from "./services/data.ts";
import { loadModelSettings, saveModelSettings } from "./services/model-settings.ts";
import { createModels } from "./services/models.ts";
import { loadSaved, openPlaces, saveChanges } from "./services/saving.ts";
import { createTakeHome, forgetPacked } from "./services/take-home.ts";
import { createTraining } from "./services/training.ts";
import { addModel } from "./store/models.ts";
import { createAppStore } from "./store/store.ts";
import { theme } from "./theme.ts";

const modelUrl = bundledModelUrl();
const places = await openPlaces(localStorage);
const [saved, data] = await Promise.all([loadSaved(places), loadSets()]);
const store = createAppStore({ ...saved, ...loadModelSettings(localStorage), data });
const address = browserAddress();
openLink(store, address.hash);
const client = new TrainingClient({ wish: wishedBackend(), modelUrl }, (event) => training.hear(event));
const training = createTraining(store, client);
const models = createModels(store, client);
const home = createTakeHome(store, client);
if (!places.isGuest) void forgetPacked();
client.hub(store.getState().hub);
saveChanges(store, places);
saveModelSettings(store, localStorage);
followAddress(store, address);

const root = document.getElementById("root");
if (!root) throw new Error('index.html has no element "root".');
createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <ServicesProvider services={{ store, training, models, home, inspector: createInspector() }}>
        <App />
      </ServicesProvider>
    </MantineProvider>
  </StrictMode>,
);

readBundledModel(modelUrl).then(
  (look) => addModel(store, look),
  (error: unknown) =>
    store.setState({
      notice: {
        title: "The bundled model could not be read",
        message: error instanceof Error ? error.message : String(error),
      },
    }),
);
void training.prepare();

/** `?backend=webgpu` asks for a backend by name, a software WebGPU too. */
function wishedBackend(): BackendWish {
  const asked = new URLSearchParams(location.search).get("backend");
  return BACKEND_WISHES.find((wish) => wish === asked) ?? "auto";
}
