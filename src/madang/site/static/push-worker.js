// Shows what the site tells this browser, and opens the page it is about, mostly the calls.
self.addEventListener("push", (event) => {
  const { title, body, to = "/calls" } = event.data.json();
  // One tag a page: what comes later takes the place of what was not looked at yet.
  event.waitUntil(self.registration.showNotification(title, { body, tag: to.slice(1), data: to }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow(event.notification.data));
});
