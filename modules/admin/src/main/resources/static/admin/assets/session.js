// Who is signed in, and requests in their name.

const byId = (id) => document.getElementById(id);

let session = null;

let whenOver = () => {};

/** Reads who is signed in; the page works with the answer until the token expires. */
export async function open(onExpired) {
	whenOver = onExpired;
	const response = await fetch("/admin/session", { headers: { Accept: "application/json" } });
	if (!response.ok) {
		expire();
		return;
	}
	session = await response.json();
	byId("who").textContent = session.name ?? "";
	const proof = byId("csrf");
	proof.name = session.csrfParameter;
	proof.value = session.csrfToken;
	expireAt(Date.parse(session.expiresAt));
}

/** A timer does not count while a computer sleeps, so the time is looked at. */
function expireAt(end) {
	const timer = setInterval(() => {
		if (Date.now() >= end) {
			clearInterval(timer);
			expire();
		}
	}, 1000);
}

export function expire() {
	byId("expired").hidden = false;
	whenOver();
}

/** The header fields that a request needs to be taken for one of this page. */
export function proof() {
	return session ? { [session.csrfHeader]: session.csrfToken } : {};
}

/** What went wrong with a request, as the problem document says it. */
export class Problem extends Error {}

/** Asks a route; what is not a success is thrown with what the answer says of it. */
export async function ask(path, options = {}) {
	let response;
	try {
		response = await fetch(path, { ...options, headers: { Accept: "application/json", ...proof(), ...options.headers } });
	}
	catch {
		throw new Problem("The server does not answer.");
	}
	if (response.status === 401) {
		expire();
		throw new Problem("Your sign-in has expired.");
	}
	if (!response.ok) {
		throw new Problem(detail(await response.text(), response.status));
	}
	return response;
}

/** What a problem document says, or else the status. */
export function detail(text, status) {
	try {
		const problem = JSON.parse(text);
		return problem.detail ?? problem.title ?? `Status ${status}`;
	}
	catch {
		return `The server answered with status ${status}.`;
	}
}

export function tell(text) {
	const place = byId("problem");
	place.textContent = text;
	place.hidden = !text;
}
