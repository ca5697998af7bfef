// Charts of the last five minutes. Their colours are those of the page, in either scheme.

const OUTCOMES = [["hits", "Hits", "--hit"], ["stale", "Stale hits", "--stale"], ["misses", "Misses", "--miss"],
	["bypasses", "Bypasses", "--bypass"]];

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const WINDOW_SECONDS = 5 * 60;

export class Charts {

	#outcomes = line("chart-outcomes", OUTCOMES.map(([, label, name]) => ({ label, name, fill: true })), true);

	#loads = line("chart-loads", [{ label: "Mean ms", name: "--accent" }]);

	#lag = line("chart-lag", [{ label: "Lag ms", name: "--accent" }, { label: "Bound ms", name: "--miss", dashed: true }]);

	constructor() {
		matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#all().forEach(paint));
	}

	#all() {
		return [this.#outcomes, this.#loads, this.#lag];
	}

	show(points, bound) {
		const now = points.at(-1)?.at ?? Date.now();
		const set = (chart, index, value) => {
			chart.data.datasets[index].data = points.map((point) => ({ x: (point.at - now) / 1000, y: value(point) }));
		};
		OUTCOMES.forEach(([name], index) => set(this.#outcomes, index, (point) => point.rates[name] ?? 0));
		set(this.#loads, 0, (point) => point.loads.mean);
		set(this.#lag, 0, (point) => point.lag);
		set(this.#lag, 1, () => bound);
		const seen = points.length > 0 ? (now - points[0].at) / 1000 : 0;
		for (const chart of this.#all()) {
			chart.options.scales.x.min = -Math.min(WINDOW_SECONDS, Math.max(60, Math.ceil(seen / 60) * 60));
			chart.update("none");
		}
	}

}

function line(id, series, stacked = false) {
	const chart = new Chart(document.getElementById(id), {
		type: "line",
		data: {
			datasets: series.map(({ label, name, fill, dashed }) => ({
				label, name, fill: fill ? "stack" : false, data: [], pointRadius: 0, borderWidth: dashed ? 1 : 1.5,
				borderDash: dashed ? [5, 4] : [], spanGaps: true,
			})),
		},
		options: {
			animation: false, maintainAspectRatio: false, parsing: false, normalized: true, events: [],
			plugins: { legend: { display: false }, tooltip: { enabled: false } },
			scales: {
				x: { type: "linear", min: -60, max: 0, grid: { display: false },
					ticks: { stepSize: 60, callback: (seconds) => seconds === 0 ? "now" : `${-seconds / 60} min ago` } },
				y: { stacked, beginAtZero: true, suggestedMax: 1, ticks: { maxTicksLimit: 5 }, border: { display: false } },
			},
		},
	});
	paint(chart);
	return chart;
}

function paint(chart) {
	for (const dataset of chart.data.datasets) {
		dataset.borderColor = colour(dataset.name);
		dataset.backgroundColor = dataset.fill ? `${colour(dataset.name)}59` : "transparent";
	}
	for (const scale of Object.values(chart.options.scales)) {
		scale.ticks.color = colour("--muted");
		scale.grid.color = colour("--line");
	}
	chart.update("none");
}
