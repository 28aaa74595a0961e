// Shows what the site tells this browser, and opens the calls when it is pressed.
self.addEventListener("push", (event) => {
  const { title, body } = event.data.json();
  // One tag: what comes later takes the place of what was not looked at yet.
  event.waitUntil(self.registration.showNotification(title, { body, tag: "calls", data: "/calls" }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow(event.notification.data));
});
