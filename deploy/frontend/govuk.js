// The three behaviours of govuk-frontend that pages use. Pages work without any of them.
import { Checkboxes, ErrorSummary, Radios, createAll } from "govuk-frontend";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
createAll(ErrorSummary);
createAll(Checkboxes);
createAll(Radios);
