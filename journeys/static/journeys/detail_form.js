// In a map's form: another map chosen brings its stages and touchpoints into the choice beside it.
const map = document.querySelector("#id_parent");
const element = document.querySelector("#id_parent_element_key");

function option(key, name) {
  return new Option(name, key);
}

async function fill() {
  const whole = element.options[0];
  element.replaceChildren(whole);
  element.value = "";
  if (!map.value) return;
  const answer = await fetch(element.dataset.elementsAt.replace("/0/", `/${map.value}/`));
  if (!answer.ok) return;
  for (const stage of (await answer.json()).stages) {
    const group = document.createElement("optgroup");
    group.label = stage.name;
    group.append(option(stage.key, `${stage.name} (the whole stage)`));
    for (const [key, name] of stage.touchpoints) group.append(option(key, name));
    element.append(group);
  }
}

if (map && element?.dataset.elementsAt) map.addEventListener("change", fill);
