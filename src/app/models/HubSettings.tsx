import { Button, PasswordInput, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { hubSettingsSchema } from "../../worker/model-protocol.ts";
import { useApp, useServices } from "../context.tsx";
import { Help } from "../panels/Help.tsx";
import { HUB_ADDRESS, hubHost } from "../store/models.ts";

/** A token for private models, and a mirror. */
export function HubSettings() {
  const { models } = useServices();
  const hub = useApp((state) => state.hub);
  const [token, setToken] = useState("");
  const [endpoint, setEndpoint] = useState(hub.endpoint ?? "");
  const [problem, setProblem] = useState<{ readonly field: "token" | "endpoint"; readonly text: string }>();
  const save = (event: FormEvent) => {
    event.preventDefault();
    const mirror = endpoint.trim().replace(/\/+$/, "");
    // A token was given for one server: another may not have it without being told so.
    const mine = token.trim() || (mirror === (hub.endpoint ?? "") ? hub.token : undefined);
    const wanted = { ...(mirror ? { endpoint: mirror } : {}), ...(mine ? { token: mine } : {}) };
    const { data, error } = hubSettingsSchema.safeParse(wanted);
    if (!data) {
      const isToken = error.issues[0]?.path[0] === "token";
      const text = isToken
        ? "This is no token. Copy it again from the Hub's settings."
        : `This is no address. Write one such as ${HUB_ADDRESS}.`;
      setProblem({ field: isToken ? "token" : "endpoint", text });
      return;
    }
    setProblem(undefined);
    setToken("");
    models.setHub(data);
  };
  const forget = () => {
    const { token: _, ...rest } = hub;
    models.setHub(rest);
  };
  return (
    <details className="more hub-settings">
      <summary>
        Hub settings{" "}
        <span className="soft">
          ({hubHost(hub)}, {hub.token ? "with a token" : "no token"})
        </span>
      </summary>
      <form className="hub-settings-fields" onSubmit={save} aria-label="Hub settings" autoComplete="off" noValidate>
        <div className="field">
          <div className="field-label">
            <label htmlFor="hub-token">Access token</label>
            <Help about="access tokens">
              <p>
                For private and gated models. Make one that may only read, in the settings of your account on the Hub.
              </p>
              <p>
                It is kept in this page's memory and nowhere else: <b>a reload forgets it</b>. It is sent to{" "}
                {hubHost(hub)} alone, never to the storage that files come from.
              </p>
            </Help>
          </div>
          <PasswordInput
            id="hub-token"
            size="xs"
            placeholder={hub.token ? "set; a reload forgets it" : "hf_…"}
            autoComplete="off"
            value={token}
            error={problem?.field === "token" ? problem.text : undefined}
            onChange={(event) => setToken(event.currentTarget.value)}
            visibilityToggleButtonProps={{ "aria-label": "Show the token" }}
          />
        </div>
        <div className="field">
          <div className="field-label">
            <label htmlFor="hub-mirror">Mirror</label>
            <Help about="mirrors">
              <p>
                Another server that speaks as the Hub does, asked instead of it. It sees which models you fetch, and a
                token that you give it: take one that you trust. Empty: {HUB_ADDRESS}. It is remembered in this browser.
              </p>
            </Help>
          </div>
          <TextInput
            id="hub-mirror"
            size="xs"
            placeholder={HUB_ADDRESS}
            type="url"
            value={endpoint}
            error={problem?.field === "endpoint" ? problem.text : undefined}
            onChange={(event) => setEndpoint(event.currentTarget.value)}
          />
        </div>
        <div className="drop-buttons">
          <Button size="xs" variant="default" type="submit">
            Apply
          </Button>
          {hub.token ? (
            <Button size="xs" variant="default" onClick={forget}>
              Forget the token
            </Button>
          ) : null}
          <p className="soft">The token is forgotten when the page is reloaded; it is stored nowhere.</p>
        </div>
      </form>
    </details>
  );
}
