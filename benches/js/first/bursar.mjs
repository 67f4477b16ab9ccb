import { Bursar } from "#bursar";

export const answer = (rulesText, inputs) => new Bursar(rulesText).estimate({ model: "video", inputs }).cost;
