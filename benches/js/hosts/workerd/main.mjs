// Asked with the name of a group of rows and how to look at it, answers what was measured.
import { measuredGroup } from "../../measure.mjs";

export default {
  async fetch(request) {
    const { searchParams } = new URL(request.url);
    try {
      return Response.json(await measuredGroup(searchParams.get("group"), searchParams.get("look")));
    } catch (error) {
      return new Response(error.stack, { status: 500 });
    }
  },
};
