// How figures are said.

const whole = new Intl.NumberFormat("en");
const short = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });

export const count = (n) => (n == null) ? "–" : whole.format(n);

export const brief = (n) => (n == null) ? "–" : (Math.abs(n) < 10_000) ? whole.format(n) : short.format(n);

export const plural = (n, one, many = `${one}s`) => `${count(n)} ${n === 1 ? one : many}`;

/** Rounded down: only what never missed is 100 %. */
export function percent(share) {
	if (share == null) {
		return "–";
	}
	const value = Math.floor(share * 1000 + 1e-9) / 10;
	return `${value >= 10 && value < 99 ? Math.floor(value) : value} %`;
}

/** Rounded up: only where there was none it is 0 %. */
export const percentOfFaults = (share) => `${Math.ceil(share * 1000 - 1e-9) / 10} %`;

export function bytes(n) {
	if (n == null) {
		return "–";
	}
	const units = ["B", "kB", "MB", "GB", "TB"];
	let unit = 0;
	while (n >= 1024 && unit < units.length - 1) {
		n /= 1024;
		unit++;
	}
	return `${unit === 0 || n >= 100 ? Math.round(n) : n.toFixed(1)} ${units[unit]}`;
}

export function millis(n) {
	if (n == null) {
		return "–";
	}
	return n >= 10_000 ? `${(n / 1000).toFixed(1)} s` : n >= 10 ? `${Math.round(n)} ms` : `${n.toFixed(1)} ms`;
}

export function span(seconds) {
	if (seconds == null) {
		return "–";
	}
	const days = Math.floor(seconds / 86400);
	const hours = Math.floor(seconds / 3600) % 24;
	const minutes = Math.floor(seconds / 60) % 60;
	if (days > 0) {
		return `${days} d ${hours} h`;
	}
	return hours > 0 ? `${hours} h ${minutes} min` : minutes > 0 ? `${minutes} min` : `${Math.floor(seconds)} s`;
}

export const clock = (at) => new Date(at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
