'use strict';

/*
 * Preloaded into every Node process that npm start launches. A parent that is killed outright cannot stop
 * what it started, so each child looks for itself: once its parent is gone it ends its whole process group.
 */

const { isMainThread } = require('node:worker_threads');

const CHECK_INTERVAL_MS = 1_000;
const GRACE_MS = 5_000;

const parent = Number(process.env.FLOWIQ_START_PID);

// The variable reaches grandchildren as well: those end with their group.
if (isMainThread && parent > 0 && process.ppid === parent) {
	setInterval(() => {
		if (parentLives()) return;

		signalGroup('SIGTERM');
		setTimeout(() => signalGroup('SIGKILL'), GRACE_MS).unref();
	}, CHECK_INTERVAL_MS).unref();
}

function parentLives() {
	// An orphan gets another parent; on Windows it keeps the number of the one that is gone.
	if (process.ppid !== parent) return false;

	try {
		process.kill(parent, 0);
		return true;
	} catch (error) {
		return error.code === 'EPERM';
	}
}

/** @param {NodeJS.Signals} signal */
function signalGroup(signal) {
	try {
		process.kill(process.platform === 'win32' ? process.pid : -process.pid, signal);
	} catch {
		process.kill(process.pid, signal);
	}
}
