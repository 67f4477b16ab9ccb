import "bursar/elements";
import { createApp, ref, shallowReactive } from "vue/dist/vue.esm-bundler.js";
import { bursar, entries, now, request, rules, tell, view } from "../elements.mjs";

// Vue sets a property where the element has one. What is given stays as it is: `shallow`, for a proxy is another object.
const app = createApp({
  setup: () => ({ given: shallowReactive({ bursar, rules, view, now }), entries, request, tell, open: ref(false) }),
  template: `
    <h1>Vue</h1>
    <bursar-balance v-bind.prop="given" locale="en" @bursar-add="tell" />
    <bursar-cost v-bind.prop="given" :request="request" hold @bursar-spend="tell" @bursar-remedy="tell" />
    <bursar-usage v-bind.prop="given" :entries="entries" stack="source" />
    <button id="more" @click="open = true">More</button>
    <bursar-top-up v-bind.prop="given" pack="medium" :open="open" @bursar-checkout="tell" @bursar-close="open = false" />
    <bursar-transfer v-bind.prop="given" @bursar-transfer="tell" />`,
});
app.config.compilerOptions.isCustomElement = (tag) => tag.startsWith("bursar-");
app.mount("#root");
