/** The switches in memory. */
import { type Controls, type DispatchControl, dispatchControl } from "../../shared/requests/dispatch-control.ts";

export function memoryControls(): Controls {
  const kept = new Map<string, DispatchControl>();
  return {
    dispatch: async (brand) => kept.get(brand),
    async setDispatch(control) {
      kept.set(control.id, dispatchControl.schema.parse(control));
    },
  };
}
