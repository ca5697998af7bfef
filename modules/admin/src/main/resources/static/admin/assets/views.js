// The views of the page, of which the address names the one that is shown; and what they load.

const views = [...document.querySelectorAll(".view")];

/** Shows the view that the address names, and has its parts loaded anew. */
function show(focus) {
	const named = views.find((view) => `#${view.id}` === location.hash) ?? views[0];
	for (const view of views) {
		view.hidden = view !== named;
	}
	for (const link of document.querySelectorAll("nav a")) {
		if (link.hash === `#${named.id}`) {
			link.setAttribute("aria-current", "page");
			link.scrollIntoView({ block: "nearest", inline: "nearest" });
		}
		else {
			link.removeAttribute("aria-current");
		}
	}
	load(named, "show");
	if (focus) {
		document.getElementById("content").focus({ preventScroll: true });
		scrollTo(0, 0);
	}
}

function load(place, event) {
	place.querySelectorAll(`[hx-trigger*="${event}"]`).forEach((part) => htmx.trigger(part, event));
}

/** Something was changed by this page or by somebody else: what is shown of it is loaded anew. */
export function changed(...ids) {
	for (const id of ids) {
		const part = document.getElementById(id);
		if (part && !part.closest(".view").hidden) {
			htmx.trigger(part, "changed");
		}
	}
}

export function start() {
	addEventListener("hashchange", () => {
		if (location.hash !== "#content") {
			show(true);
		}
	});
	show(false);
}
