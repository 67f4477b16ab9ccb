// Gives one answer of the module that is put beside it. It is not bundled.
import { answer } from "./first.js";

export default {
  async fetch(request) {
    const { rulesText, inputs } = await request.json();
    return Response.json(await answer(rulesText, inputs));
  },
};
