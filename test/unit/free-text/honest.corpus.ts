/**
 * What members honestly ask for, in French and English: nothing in it tells of what GDPR article 9 protects. Many lines use
 * a word that could: a monument, a play, a product, a sport, a figure of speech, a taste. None may be stopped.
 */
export const honestFrench = `
Une table pour deux vendredi soir à Lyon, au calme.
Un dîner pour six personnes samedi, avec une terrasse si possible.
Deux nuits à Annecy pour notre anniversaire de mariage, vue sur le lac.
Un bouquet de pivoines blanches livré à ma mère dimanche matin.
Pouvez-vous réserver une voiture avec chauffeur de l'aéroport à l'hôtel ?
Trois places pour le concert de samedi au Zénith, côte à côte.
Je cherche un plombier pour une fuite sous l'évier.
Un massage d'une heure pour deux, en fin d'après-midi.
Un week-end à Rome avec visite du Vatican sans file d'attente.
Visite guidée de la chapelle Sixtine et de la basilique Saint-Pierre.
Une visite du quartier juif de Prague avec un guide francophone.
Billets pour le musée d'art et d'histoire du judaïsme.
Le Malade imaginaire à la Comédie-Française, deux places au parterre.
Nous voudrions voir la mosquée bleue et Sainte-Sophie à Istanbul.
Un baptême de l'air en hélicoptère au-dessus du Mont-Blanc.
Baptême de plongée à Marseille pour mon fils de douze ans.
Un cours de golf, mon handicap est de 18.
Parcours de golf pour des joueurs de handicap 12 à 24.
Place aux courses : le handicap de Longchamp dimanche.
Visite de l'hôtel des Invalides et du tombeau de Napoléon.
Rendez-vous devant les Invalides à 10 heures.
Une dégustation à l'aveugle de vins de Bourgogne.
Je souhaite une enceinte Bluetooth pour l'anniversaire de mon frère.
Promenade sur le mur d'enceinte de Carcassonne.
Le spectacle a lieu dans l'enceinte du château.
Une enceinte connectée blanche, livrée avant vendredi.
Nous logeons rue Gay-Lussac, prévoir le chauffeur à cette adresse.
Le syndicat d'initiative nous a conseillé cette promenade.
Le syndicat de copropriété demande une attestation pour les travaux.
Le syndicat des vignerons organise une fête, pouvez-vous trouver des places ?
Un restaurant libanais ou marocain près de la place Bellecour.
Un restaurant végétarien pour quatre personnes.
Menu végan pour un convive, si possible.
Un gâteau sans gluten pour huit personnes.
Mon mari ne mange pas de crustacés.
Je n'aime pas la coriandre, merci de le signaler.
Pas d'alcool dans les desserts, s'il vous plaît.
Un cocktail sans alcool à l'arrivée, boisson non alcoolique pour les enfants.
Une bière non alcoolique et deux limonades.
Ma fille ne boit pas de lait, elle préfère le lait d'avoine.
Nous préférons une chambre en rez-de-chaussée avec ascenseur à proximité.
Un oreiller hypoallergénique dans la chambre, merci.
L'hôtel est-il loin de l'hôpital de la Croix-Rousse ? Nous y garons la voiture.
Trouver une pharmacie de garde près de l'hôtel.
Une cure de thalassothérapie à Quiberon pour deux.
Séance d'aromathérapie et hammam pour deux personnes.
Une séance de luminothérapie au spa, en option.
Opération séduction pour notre anniversaire : roses et champagne.
L'opération portes ouvertes du domaine viticole nous intéresse.
Envoyer un coffret de chocolats, ma sœur est accro au chocolat.
Un séjour en Laponie pour voir les aurores boréales.
Des billets pour la finale du Top 14, de préférence en tribune centrale.
Un chapon et une bûche pour le réveillon de Noël.
Un repas de Pâques en famille, avec chasse aux œufs pour les enfants.
Le marché de Noël de Strasbourg, deux nuits début décembre.
Nous fêtons Noël à la montagne avec les grands-parents.
Un concert de gospel dans une église du Marais.
Concert d'orgue à la cathédrale de Chartres, trois places.
Visiter la synagogue du Transept à Venise avec un conférencier.
La visite des temples bouddhistes de Kyoto avec un guide.
Un circuit des temples hindous de Bali.
Une croisière dans les fjords, cabine avec balcon.
Réserver deux vélos électriques pour la journée.
Un traiteur pour trente personnes, buffet froid.
La livraison doit se faire avant midi, code 4512 à l'entrée.
Le code est invalide, merci de renvoyer la carte cadeau.
Ce billet est invalide, pouvez-vous le faire échanger ?
J'ai le tournis devant tant de choix, conseillez-moi.
Je suis malade de joie à l'idée de ce voyage.
Une table à gauche de l'entrée, près de la fenêtre.
Un appartement rive gauche, à droite du pont.
Nous arrivons de droite en venant de la gare.
Prière de sonner deux fois, l'interphone est faible.
Priere de déposer le colis chez la gardienne.
La fête de l'école a lieu samedi, il me faut un magicien.
Un magicien pour la kermesse, deux heures.
Un photographe pour un mariage civil à la mairie.
Une robe en soie noire pour une soirée, taille 38.
Une couturière pour reprendre un costume noir.
Un concert de jazz manouche dans une cave.
Un spectacle de flamenco gitan à Séville, en musique.
Un cours de cuisine juive ashkénaze, pour le plaisir.
Un atelier de cuisine indienne pour quatre.
Huile d'olive d'origine italienne et fromages d'appellation d'origine protégée.
Le vin doit être d'origine contrôlée.
Pièces d'origine pour une Citroën DS.
Un livre sur l'histoire des protestants en Cévennes.
Une exposition sur les cathares et l'histoire catholique à Albi.
Un documentaire sur les partis politiques : où le voir en salle ?
Nous prenons le parti de la simplicité : un bistrot.
Le parti pris du décorateur me plaît beaucoup.
Un meeting d'athlétisme à Paris, quatre places.
Le meeting aérien de La Ferté-Alais.
La campagne toscane en mai, une ferme isolée.
Une maison de campagne près de Deauville pour une semaine.
Je vote pour le bistrot plutôt que le gastronomique !
L'élection de Miss France en direct, deux places ?
La République de Venise, son histoire, un guide.
Un cadeau pour mon assistante, fan de séries.
Une addition séparée pour chaque couple.
Une loge au théâtre pour quatre personnes.
L'ordonnancement du dîner : entrée, plat, dessert.
Ordonnance 27/00112
Ordonnance du juge des référés, notre dossier 27/00112.
Le greffier du village a rendez-vous avec moi, prévoir un taxi au greffe du tribunal.
Un coffre à empreinte digitale pour la maison.
Une serrure connectée à empreinte digitale.
Photo d'identité pour un passeport biométrique, où aller ?
L'ADN de cette maison, c'est le cuir.
Une projection du film en version originale.
Le marathon de Paris : dossard et hôtel près du départ.
Un coach sportif deux fois par semaine, pour préparer un trail.
Cours de yoga au lever du soleil.
Une séance de méditation et un thé.
Un ostéopathe pour sportifs, avant le marathon.
Un coiffeur à domicile pour un mariage.
Une manucure et un soin du visage.
Un dentiste ouvert le samedi : j'ai cassé une couronne... en chocolat, trouvez-moi un bon chocolatier.
Trouver un vétérinaire pour notre chat.
Notre chien vient avec nous, il pèse douze kilos.
Le chien de mes parents reste à la maison, il nous faut un gardien.
Une baby-sitter samedi de 19 h à minuit, deux enfants.
Un lit bébé dans la chambre et une chaise haute.
Ma fille fête ses huit ans, thème sirène.
Mon fils passe son bac, je cherche un professeur de maths.
Un traducteur pour un rendez-vous chez le notaire.
Ma belle-mère adore les orchidées.
Un hôtel avec piscine et club enfants en Sardaigne.
Location d'un voilier avec skipper à Porquerolles.
Une chambre avec vue sur la mer, loin de l'ascenseur.
Chambre calme, ma femme a le sommeil léger.
Mon épouse préfère les allées aux hublots.
Deux fauteuils à l'orchestre, rangs 5 à 10.
Un fauteuil club en cuir, livré avant le 20.
Le bruit sourd de la climatisation nous gêne, une autre chambre ?
Un dîner dans le noir : est-ce possible à Lyon ?
Une partie d'escape game sur le thème de la prison.
Le musée des Tissus, puis un déjeuner rue Mercière.
Une initiation à la langue italienne avant notre départ.
Le tropique du Cancer passe-t-il par cet hôtel, pour la photo ?
Un cadeau pour une amie du signe du Cancer, son horoscope en bijou.
La météo annonce une dépression, gardons le plan B.
La Grande Dépression au musée : l'exposition Dorothea Lange.
Le stade de Gerland, parking compris.
Une table au restaurant Le Pape, à Avignon.
Visite du palais des Papes en nocturne.
Un pèse-personne et une balance de cuisine.
Un abonnement au théâtre des Célestins.
Le pont du 8 mai : où partir avec trois enfants ?
Un séjour au Mont-Saint-Michel, nuit sur place.
Le chemin de Saint-Jacques en vélo, étapes et bagages portés.
Une nuit dans un ancien monastère transformé en hôtel.
Un gîte dans une ancienne abbaye, avec spa.
Le restaurant du Couvent, à Nice, pour douze personnes.
Un dîner à La Chapelle, table d'hôtes.
Le bar de l'hôtel Confession, à Lisbonne.
Le film Des hommes et des dieux, une projection privée.
Le roi des Belges passe-t-il par Bruges ce jour-là ?
Un cours d'œnologie, cépages noirs et blancs.
Truffe noire et champagne rosé pour le menu.
Un taxi pour la rue Pasteur, puis l'Institut Pasteur.
Boulevard Pasteur à 9 heures, merci.
Deux places pour l'opéra La Juive.
Le Marchand de Venise, en anglais surtitré.
Une baguette tradition et des croissants chaque matin.
Le thermostat de la maison est en panne, c'est urgent.
Un serrurier maintenant, porte claquée.
Nettoyage de fin de chantier, 80 m².
Garde-meubles pour trois mois.
Un stylo plume gravé à ses initiales.
Un vol direct, pas de correspondance, siège couloir.
Pas de poisson, pas de viande rouge, merci.
Aucune allergie à signaler.
Nous n'avons pas d'allergies, faites au mieux.
Pas de maladie, tout va bien, juste un retard de train.
Sans allergènes particuliers à prévoir.
Nous sommes sans régime particulier.
Ni allergie ni préférence.
Je ne suis pas malade, seulement pressé.
On m'a volé mon passeport, que faire ?
Mon téléphone est tombé à l'eau, un réparateur ?
Le dossard n'est pas transmissible, je dois changer de nom.
Une course en relais, catégorie handisport non, simple loisir.
Le salon de l'agriculture, deux entrées le samedi.
Une bouteille de château de mon année de naissance, 1979.
`
  .trim()
  .split("\n");

export const honestEnglish = `
A table for two on Friday night, somewhere quiet.
Dinner for six on Saturday with a terrace if possible.
Two nights in Bath for our wedding anniversary, with a view.
A bunch of white roses for my mother on Sunday morning.
A car from the airport to the hotel, two suitcases.
Three seats together for Saturday's concert.
I need a plumber for a leak under the sink.
An hour's massage for two in the late afternoon.
A weekend in Rome with skip-the-line tickets for the Vatican.
A guided tour of Westminster Abbey and St Paul's Cathedral.
A walk through the Jewish quarter of Kraków with a guide.
Tickets for the Jewish Museum in Berlin.
A blind tasting of Burgundy wines.
A golf lesson, my handicap is 18.
Tee times for players with a handicap of 12 to 24.
Blinds for the bedroom window, measured and fitted.
A blind date surprise for a friend: just two seats at the bar.
A Bluetooth speaker for my brother's birthday.
We'd like to see the Blue Mosque and Hagia Sophia.
A visit to the Buddhist temples of Kyoto with a guide.
The Hindu temples of Bali in three days.
A gospel concert in a church in Harlem.
An organ concert in the cathedral, three tickets.
A night in a former monastery turned hotel.
A helicopter flight over the Alps.
A tandem parachute jump for my son's 18th.
A vegetarian restaurant for four.
A vegan menu for one guest.
A gluten-free birthday cake for eight.
My husband doesn't eat shellfish.
I dislike coriander, please tell the kitchen.
No alcohol in the desserts, please.
Non-alcoholic cocktails on arrival.
An alcohol-free beer and two lemonades, non alcoholic drinks for the children.
My daughter prefers oat milk.
A ground-floor room near the lift.
Is the hotel far from St Thomas' Hospital? We park there.
Find a late-night pharmacy near the hotel.
A spa day with sauna for two.
My sister is addicted to chocolate, send a box.
He is addicted to shopping, a voucher will do.
A trip to Lapland to see the northern lights.
Tickets for the rugby final, centre stand.
A Christmas dinner for ten with crackers.
Easter lunch with an egg hunt for the children.
The Christmas market in Strasbourg, two nights.
A cruise through the fjords, balcony cabin.
Two electric bikes for the day.
A caterer for thirty people, cold buffet.
Deliver before noon, door code 4512.
The code is invalid, please send the gift card again.
I'm sick of grey skies, send us somewhere sunny.
The children are homesick for the sea, find us a beach.
My son gets seasick, so a short crossing please.
A table to the left of the entrance, by the window.
A flat on the left bank, right by the bridge.
The west wing of the museum, please.
A magician for the school fête, two hours.
A photographer for a civil wedding at the town hall.
A black silk dress for a gala, size 10.
A tailor to alter a black suit.
A jazz night in a cellar.
A flamenco show in Seville.
A Jewish cooking class, challah and all, for the fun of it.
An Indian cooking workshop for four.
Olive oil of Italian origin and a cheese board.
Spare parts of original make for a vintage car.
A book on the history of the Huguenots.
An exhibition on Catholic Spain and its kings.
I vote for the bistro rather than the tasting menu!
An air show near Duxford, four tickets.
A house in the country for a week.
A gift for my assistant, a fan of TV series.
A separate bill for each couple.
A box at the theatre for four.
A safe with a fingerprint lock for the house.
A smart lock with fingerprint reader.
A photo for a biometric passport, where do I go?
Leather is in the DNA of this house.
The Paris marathon: a bib and a hotel near the start.
A personal trainer twice a week to prepare a trail run.
Sunrise yoga on the beach.
A hairdresser at home for a wedding.
A manicure and a facial.
A vet for our cat.
Our dog comes along, he weighs twelve kilos.
A dog sitter for the weekend.
A babysitter on Saturday from 7 to midnight, two children.
A cot in the room and a high chair.
My daughter turns eight, mermaid theme.
A maths tutor for my son's exams.
An interpreter for a meeting with the notary.
My mother-in-law loves orchids.
A hotel with a pool and a kids' club in Sardinia.
A sailing boat with a skipper for three days.
A sea view, far from the lift.
A quiet room, my wife is a light sleeper.
An aisle seat, no connections.
Two stalls seats, rows 5 to 10.
A leather club chair, delivered before the 20th.
Dinner in the dark: is there such a place?
An escape room with a prison theme.
A beginner's Italian course before we leave.
A pendant for a friend whose star sign is Cancer, zodiac style.
The Tropic of Cancer monument for a photo stop.
The Great Depression photographs at the museum.
A stroke of luck: the concert was moved, can we have four tickets?
Breaststroke lessons for an adult beginner.
A private screening of a classic film.
An antique prayer wheel for a collector.
Let's pray for sun: an outdoor lunch for ten.
Sunglasses with my usual prescription glasses frame, find an optician.
A Louboutin pair in size 39; Christian Louboutin on rue Jean-Jacques.
A dinner with Christian and Marie at eight.
A Christian Dior exhibition, two tickets.
A party of ten on Saturday night.
A birthday party for forty, with a DJ.
A labour of love: a scrapbook bound in leather.
A conservative estimate of 200 euros per head will do.
The Union Jack pub, a table for four.
Union Square at noon, please.
The European Union quarter in Brussels, a hotel nearby.
A Western Union office nearby.
The students' union bar is closed, another place for 20?
Our credit union gave us this voucher, can we use it?
A strike at the airline: please rebook us for tomorrow.
Rail strike on Tuesday, we need a car instead.
A race on Sunday: wheel change for my bike.
A bowling alley for twelve, with strikes guaranteed!
Tickets to see Blind Guardian, if they tour... window seats on the train.
Marvin Gaye vinyl for my father.
The gayest, brightest flowers you have, in yellow... just daffodils.
A deli lunch in New York, pastrami and pickles.
The Priest House garden tour in Sussex, a visit for two.
St Pancras station at six, a taxi for two.
The Abbey Road studios tour.
Mass-produced is fine, a cheap umbrella will do.
A mass of flowers for the hall, please.
The Mass Ave restaurant, table for two.
No allergies, anything goes.
We have no allergies or special requests.
None of us is ill, the train was late.
Without any medical need, just for fun: a flotation tank.
No medication needed, only sun cream.
A taxi to the hospital gift shop, I left my umbrella there.
The nurse shark tank at the aquarium, two tickets.
A guide to the best coffee in town.
A sign painter for our café; the language is English.
A pair of walking boots in size 44.
Crutch-free is the name of the band, two tickets please.
Hand-blown glass from Murano, packed well.
A disabled alarm woke us: can someone reset the notifications?
The lift is out of order, please send someone.
A whisky of my birth year, 1979.
My phone fell into the sea, a repair shop?
I lost my passport, what now?
Truffles and champagne for the menu.
A cabin on the night train, lower berth.
Front-row seats for fashion week, if there are any.
Opera tickets for La Juive.
The Merchant of Venice in the open air.
Croissants every morning at eight.
A locksmith now, the door slammed shut.
End-of-build cleaning, 80 square metres.
Storage for three months.
A fountain pen engraved with her initials.
No fish, no red meat, thank you.
`
  .trim()
  .split("\n");
