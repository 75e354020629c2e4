// ESLint's recommended rules, and those that keep text from outside from being read as code.
import js from "@eslint/js";
import globals from "globals";

// Whatever parses text as HTML or as a program: the page writes text as text (see dom.js).
const PARSERS = ["innerHTML", "outerHTML", "insertAdjacentHTML", "srcdoc", "setHTMLUnsafe"];

export default [
  { ignores: ["**/node_modules/"] },
  js.configs.recommended,
  {
    languageOptions: { ecmaVersion: 2022, sourceType: "module" },
    rules: {
      "no-control-regex": "off", // control characters are what dom.js looks for
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      "no-script-url": "error",
      "no-restricted-properties": ["error",
        ...PARSERS.map((property) => ({ property, message: "It parses text as HTML." })),
        { object: "document", property: "write", message: "It parses text as HTML." },
        { object: "location", property: "href", message: "The page leads nowhere else." },
      ],
      "no-restricted-globals": ["error",
        ...["fetch", "XMLHttpRequest", "WebSocket", "EventSource", "localStorage", "sessionStorage"]
          .map((name) => ({ name, message: "The page asks and keeps nothing." })),
        { name: "DOMParser", message: "It parses text as HTML." },
      ],
      // A name with a line before it is there for the form: a parameter that is not needed.
      "no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "no-shadow": "error", // all modules share one scope in the page
      "no-var": "error",
      "prefer-const": "error",
      eqeqeq: "error",
      "max-lines": ["error", { max: 320, skipComments: true, skipBlankLines: true }],
    },
  },
  {
    files: ["**/src/warmap/web/*.js"],
    languageOptions: { globals: { ...globals.browser, L: "readonly" } },
  },
  {
    // The one door to the network, which is open only when the reader asks for a background.
    files: ["**/src/warmap/web/tiles.js"],
    rules: { "no-restricted-globals": "off" },
  },
  { files: ["tests/web/*.js"], languageOptions: { globals: globals.node } },
];
