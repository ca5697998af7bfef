// The stream of events. A lost one is said to be lost, and is tried again until the sign-in has expired.

import { ask } from "./session.js";

const STATES = { connecting: "Connecting", live: "Live", lost: "Connection lost; trying again", ended: "Stopped" };

const SILENCE_MILLIS = 6000;

const RETRY_MILLIS = 2000;

export class Live {

	#source = null;

	#timer = null;

	#ended = false;

	constructor(handlers) {
		this.handlers = handlers;
	}

	open() {
		this.#say("connecting");
		this.#connect();
	}

	end() {
		this.#ended = true;
		clearTimeout(this.#timer);
		this.#source?.close();
		this.#say("ended");
	}

	#connect() {
		this.#source?.close();
		const source = new EventSource("/api/v1/cache/events");
		this.#source = source;
		for (const [type, handle] of Object.entries(this.handlers)) {
			source.addEventListener(type, (event) => {
				this.#heard();
				handle(JSON.parse(event.data));
			});
		}
		source.onopen = () => this.#heard();
		source.onerror = () => this.#lost();
		this.#watch();
	}

	#heard() {
		this.#say("live");
		this.#watch();
	}

	/** A connection may be gone without an error. */
	#watch() {
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => this.#lost(), SILENCE_MILLIS);
	}

	/** An EventSource does not say why it failed, so the route is asked once: it may be that nobody is signed in. */
	async #lost() {
		if (this.#ended) {
			return;
		}
		clearTimeout(this.#timer);
		this.#source.close();
		this.#say("lost");
		try {
			await ask("/admin/session");
		}
		catch {
			// Said by the state of the connection, or by that of the sign-in.
		}
		if (!this.#ended) {
			this.#timer = setTimeout(() => this.#connect(), RETRY_MILLIS);
		}
	}

	#say(state) {
		const place = document.getElementById("connection");
		if (place.dataset.state !== state) {
			place.dataset.state = state;
			document.getElementById("connection-text").textContent = STATES[state];
		}
	}

}
