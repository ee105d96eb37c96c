"use strict";
(function () {
  var table = document.querySelector("table.findings");
  var form = document.querySelector(".filters");
  if (!table || !form) { return; }
  var words = form.querySelector("input");
  var picks = Array.prototype.slice.call(form.querySelectorAll("select"));
  var shown = form.querySelector("output");
  var none = document.getElementById("none");
  var groups = Array.prototype.map.call(table.tBodies, function (body) {
    var rows = Array.prototype.slice.call(body.rows);
    var head = rows.shift();
    return { body: body, head: head.textContent.toLowerCase(), rows: rows.map(function (row) {
      return { row: row, text: row.textContent.toLowerCase() };
    }) };
  });
  function apply() {
    var wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
    var count = 0;
    groups.forEach(function (group) {
      var any = false;
      group.rows.forEach(function (one) {
        var fits = picks.every(function (pick) {
          return !pick.value || one.row.dataset[pick.name] === pick.value;
        }) && wanted.every(function (word) {
          return one.text.indexOf(word) >= 0 || group.head.indexOf(word) >= 0;
        });
        one.row.hidden = !fits;
        any = any || fits;
        count += fits ? 1 : 0;
      });
      group.body.hidden = !any;
    });
    shown.textContent = "显示 " + count + " 项";
    none.hidden = count > 0;
  }
  form.addEventListener("input", apply);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.addEventListener("reset", function () { setTimeout(apply, 0); });
  apply();
})();
