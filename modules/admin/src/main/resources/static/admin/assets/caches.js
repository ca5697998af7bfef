// Switching caches and routes off and on, and giving them other lifetimes.

import { ask, tell } from "./session.js";
import { changed } from "./views.js";

export function start() {
	const place = document.getElementById("caches");
	place.addEventListener("click", (event) => {
		const target = event.target.closest("[data-switch], [data-reset]");
		if (target?.dataset.switch) {
			change(target, { enabled: target.getAttribute("aria-checked") === "true" ? false : null });
		}
		else if (target) {
			change(target, { ttl: null });
		}
	});
	place.addEventListener("submit", (event) => {
		const form = event.target.closest("[data-ttl]");
		if (form) {
			event.preventDefault();
			change(form, { ttl: duration(new FormData(form).get("ttl")) });
		}
	});
}

/** 5m as people write it is PT5M to the route. */
function duration(text) {
	const trimmed = text.trim().replaceAll(/\s/g, "").toUpperCase();
	return trimmed.startsWith("P") ? trimmed : `PT${trimmed}`;
}

async function change(control, patch) {
	tell("");
	const place = control.closest("[data-patch]");
	const name = control.dataset.switch ?? control.dataset.reset ?? control.dataset.ttl;
	try {
		await ask(`${place.dataset.patch}/${encodeURIComponent(name)}`, {
			method: "PATCH", body: JSON.stringify(patch), headers: { "Content-Type": "application/merge-patch+json" },
		});
		changed(place.id);
	}
	catch (problem) {
		tell(problem.message);
	}
}
